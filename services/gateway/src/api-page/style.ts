/** Follows the device's light or dark theme; the width of a line stays readable. */
export const PAGE_CSS = `
:root { color-scheme: light dark; --line: light-dark(#d5d8dc, #3b4046); --soft: light-dark(#f4f6f8, #1d2126); --text: light-dark(#17202a, #e6e9ec); --paper: light-dark(#fff, #14171a); --link: light-dark(#0b5cad, #8cc4ff); }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 64rem; background: var(--paper); color: var(--text); font: 1rem/1.65 system-ui, 'Noto Sans TC', 'PingFang TC', 'Microsoft JhengHei', sans-serif; overflow-wrap: anywhere; }
a { color: var(--link); }
a:focus-visible, summary:focus-visible, .wide:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
h1 { line-height: 1.2; }
h2 { margin-top: 2.5rem; border-bottom: 1px solid var(--line); }
h3, section { scroll-margin-top: 1rem; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1rem; padding: 0; list-style: none; }
nav a { display: inline-block; padding: .5rem 0; }
code { font: .9em/1.4 ui-monospace, 'Cascadia Mono', Consolas, monospace; }
small { font-size: .875em; }
details { border: 1px solid var(--line); border-radius: .5rem; margin: .5rem 0; padding: 0 1rem; }
details[open] { padding-bottom: 1rem; }
summary { cursor: pointer; padding: .75rem 0; min-height: 2.75rem; }
.method { display: inline-block; min-width: 4.5rem; font-weight: 700; font-size: .8125rem; letter-spacing: .04em; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid var(--line); padding: .4rem .75rem .4rem 0; text-align: left; vertical-align: top; font-weight: 400; }
.status { white-space: nowrap; }
thead th { background: var(--soft); font-weight: 600; padding-left: .25rem; }
:target { background: var(--soft); }
`;
