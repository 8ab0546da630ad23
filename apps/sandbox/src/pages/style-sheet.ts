/** The one style sheet of all sandbox pages: light and dark, phone to wide, no outside fonts. */
export const STYLE_SHEET = `
:root {
  --page: #f4f6f8; --surface: #ffffff; --raised: #f8fafb; --text: #16202a; --muted: #52606d;
  --line: #d5dce3; --accent: #0b5d6e; --accent-text: #ffffff; --accent-soft: #e3f1f3;
  --good: #17663a; --good-soft: #e3f3ea; --bad: #a3201d; --bad-soft: #fbe9e8; --warn: #7a4b00;
  --warn-soft: #fdf1dc; --shadow: 0 1px 2px rgb(16 32 48 / .06), 0 8px 24px rgb(16 32 48 / .06);
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #10161c; --surface: #18212a; --raised: #1f2a34; --text: #e8eef3; --muted: #a5b3c0;
    --line: #33414e; --accent: #6fc7d6; --accent-text: #062027; --accent-soft: #17353c;
    --good: #7fd6a3; --good-soft: #15321f; --bad: #ff9c96; --bad-soft: #3b1c1b; --warn: #f2c26b;
    --warn-soft: #372a12; --shadow: none;
  }
}
*, *::before, *::after { box-sizing: border-box; }
body {
  margin: 0; background: var(--page); color: var(--text);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
}
main, .top > div { max-width: 68rem; margin: 0 auto; padding: 0 1.25rem; }
.narrow main { max-width: 29rem; padding: 2.5rem 1.25rem; }
.top { background: var(--surface); border-bottom: 1px solid var(--line); }
.top > div { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; align-items: center; padding-block: .75rem; }
.brand { display: flex; align-items: center; gap: .6rem; font-weight: 650; color: var(--text); text-decoration: none; }
.brand svg { display: block; }
.top nav { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin-left: auto; }
.top nav a { padding: .25rem 0; }
.top nav a[aria-current] { color: var(--text); font-weight: 600; text-decoration: none; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 1.75rem 0 .35rem; letter-spacing: -.01em; }
.narrow h1 { margin-top: 1.25rem; font-size: 1.45rem; }
h1 + .card { margin-top: 1rem; }
h2 { font-size: 1.1rem; margin: 0 0 .75rem; }
pre + h2 { margin-top: 1.25rem; }
h3 { font-size: 1rem; margin: 0; }
p { margin: 0 0 .75rem; }
.lead { color: var(--muted); margin-bottom: 1.5rem; max-width: 44rem; }
.muted { color: var(--muted); }
.small { font-size: .875rem; }
a { color: var(--accent); text-underline-offset: .15em; }
code, .mono { font-family: ui-monospace, "Cascadia Mono", "DejaVu Sans Mono", monospace; font-size: .9em; overflow-wrap: anywhere; }
.card { background: var(--surface); border: 1px solid var(--line); border-radius: 12px; box-shadow: var(--shadow); padding: 1.25rem; margin: 0 0 1.25rem; }
.cards { display: grid; gap: 1.25rem; grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr)); margin-bottom: 1.25rem; }
.cards .card { margin: 0; }
dl { margin: 0; display: grid; grid-template-columns: minmax(6.5rem, max-content) 1fr; gap: .35rem 1rem; }
dt { color: var(--muted); }
dd { margin: 0; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
.scroll { overflow-x: auto; margin: 0 -1.25rem; padding: 0 1.25rem; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--muted); padding-bottom: .5rem; font-size: .875rem; }
th, td { text-align: left; padding: .5rem .75rem .5rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
tbody tr:last-child > * { border-bottom: 0; }
thead th { font-size: .8125rem; color: var(--muted); font-weight: 600; white-space: nowrap; }
tbody th { font-weight: 550; overflow-wrap: anywhere; min-width: 10rem; }
th.number, td.number { text-align: right; white-space: nowrap; padding-right: 0; padding-left: 1.5rem; }
.tag { display: inline-block; border-radius: 999px; padding: .05rem .6rem; font-size: .8125rem; font-weight: 600; background: var(--raised); border: 1px solid var(--line); color: var(--text); white-space: nowrap; }
.tag.good { background: var(--good-soft); color: var(--good); border-color: transparent; }
.tag.bad { background: var(--bad-soft); color: var(--bad); border-color: transparent; }
.tag.warn { background: var(--warn-soft); color: var(--warn); border-color: transparent; }
.note { border-radius: 8px; padding: .65rem .85rem; margin: 0 0 1rem; background: var(--accent-soft); }
.note.bad { background: var(--bad-soft); color: var(--bad); }
.actions { display: flex; flex-wrap: wrap; gap: .6rem; align-items: end; margin-top: 1rem; }
.field { display: grid; gap: .25rem; }
.field.grow { flex: 1 1 14rem; min-width: 0; }
label, legend { font-weight: 600; font-size: .9375rem; }
input[type=text], input[type=password], input[type=number], select {
  font: inherit; color: inherit; background: var(--surface); border: 1px solid #7d8b98; border-radius: 8px;
  padding: .5rem .7rem; min-height: 2.75rem; width: 100%; min-width: 0;
}
button {
  font: inherit; font-weight: 600; min-height: 2.75rem; padding: .5rem 1.1rem; border-radius: 8px; cursor: pointer;
  background: var(--accent); color: var(--accent-text); border: 1px solid var(--accent);
}
button.quiet { background: var(--surface); color: var(--accent); }
button:hover { filter: brightness(1.08); }
button.full { width: 100%; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
fieldset { border: 0; padding: 0; margin: 0 0 1.25rem; }
legend { padding: 0; margin-bottom: .5rem; }
.choice { position: relative; display: grid; grid-template-columns: auto 1fr auto; gap: .1rem .75rem; align-items: center; padding: .7rem .85rem; border: 1px solid var(--line); border-radius: 10px; margin-bottom: .5rem; cursor: pointer; background: var(--surface); font-weight: 400; }
.choice:hover { border-color: var(--accent); }
.choice:has(input:checked) { border-color: var(--accent); background: var(--accent-soft); box-shadow: inset 0 0 0 1px var(--accent); }
.choice input { margin: 0; width: 1.15rem; height: 1.15rem; accent-color: var(--accent); }
.choice strong { display: block; font-weight: 600; }
.choice .small { display: block; line-height: 1.35; }
.choice .text { min-width: 0; overflow-wrap: anywhere; }
.mail { border-top: 1px solid var(--line); padding: 1rem 0; }
.mail h2 { margin: 0; font-size: 1rem; }
.mail:first-of-type { border-top: 0; padding-top: 0; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--raised); border: 1px solid var(--line); border-radius: 8px; padding: .85rem; margin: .5rem 0; font-size: .875rem; }
iframe { width: 100%; height: 45vh; border: 1px solid var(--line); border-radius: 8px; background: #ffffff; }
@media (max-width: 40rem) {
  h1 { font-size: 1.4rem; }
  .card { padding: 1rem; }
  .scroll { margin: 0 -1rem; padding: 0 1rem; }
  .top nav { margin-left: 0; width: 100%; }
}
@media print { .actions, nav { display: none; } }
`;
