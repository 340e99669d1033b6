import { LANGUAGES, language, setLanguage, text } from '../../text/text.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { setTheme, THEMES, theme } from '../../ui/theme.ts';
import './preference-switches.css';

export function PreferenceSwitches() {
  return (
    <div class="preferences">
      <Segmented
        legend={text().language.label}
        choices={LANGUAGES.map((value) => ({ value, label: text().language[value] }))}
        value={language()}
        onChange={(value) => void setLanguage(value)}
      />
      <Segmented
        legend={text().theme.label}
        choices={THEMES.map((value) => ({ value, label: text().theme[value] }))}
        value={theme()}
        onChange={setTheme}
      />
    </div>
  );
}
