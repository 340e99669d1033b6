import type { OutcomeStatus } from '@licheng/portfolio-rules';
import CircleCheck from 'lucide-solid/icons/circle-check';
import CircleDashed from 'lucide-solid/icons/circle-dashed';
import Hourglass from 'lucide-solid/icons/hourglass';
import Undo2 from 'lucide-solid/icons/undo-2';
import { text } from '../text/text.ts';
import { Badge, type IconComponent, type Tone } from '../ui/badge.tsx';

const LOOK: Record<OutcomeStatus, { tone: Tone; icon: IconComponent }> = {
  awaiting_submission: { tone: 'slate', icon: CircleDashed },
  under_certification: { tone: 'amber', icon: Hourglass },
  certified: { tone: 'green', icon: CircleCheck },
  refused: { tone: 'red', icon: Undo2 },
};

export function OutcomeStatusBadge(props: { status: OutcomeStatus }) {
  return (
    <Badge tone={LOOK[props.status].tone} icon={LOOK[props.status].icon}>
      {text().outcome.status[props.status]}
    </Badge>
  );
}
