interface IconData {
  node: readonly (readonly [name: string, attributes: Readonly<Record<string, string>>])[];
}

const SVG = 'http://www.w3.org/2000/svg';

/**
 * Draws Lucide's icons in place of Lucide's own component (plain-icons.ts), which computes each again from a dozen properties
 * nobody here uses: a page of thirty icons is slow with it on a phone. An icon never says anything: the words beside it do.
 */
export default function PlainIcon(props: { icon: IconData; class?: string }) {
  return (
    <svg
      width="24"
      height="24"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
      class={props.class}
    >
      {props.icon.node.map(([name, attributes]) => {
        const part = document.createElementNS(SVG, name);
        for (const [key, value] of Object.entries(attributes)) if (key !== 'key') part.setAttribute(key, value);
        return part;
      })}
    </svg>
  );
}
