import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

const pine: MantineColorsTuple = [
  '#ecf7f3',
  '#d6ebe4',
  '#aad7c9',
  '#7bc2ac',
  '#53b094',
  '#3aa486',
  '#1f8a6d',
  '#117159',
  '#0e5a4b',
  '#06453a',
];

const ochre: MantineColorsTuple = [
  '#fdf6e7',
  '#f8e9c8',
  '#f2d394',
  '#edbc5c',
  '#e8a932',
  '#d9951b',
  '#b87a0f',
  '#915e0b',
  '#74490a',
  '#573607',
];

const brick: MantineColorsTuple = [
  '#fdf0ec',
  '#f8dcd4',
  '#f0b7a7',
  '#e88f77',
  '#e26d4f',
  '#dc5635',
  '#c24424',
  '#a3361b',
  '#822914',
  '#631d0d',
];

/** Greys with a breath of green, so that text and lines sit on the paper and not on top of it. */
const stone: MantineColorsTuple = [
  '#f7f7f3',
  '#eeeee8',
  '#e1e2da',
  '#ced0c7',
  '#abafa5',
  '#868b82',
  '#666c64',
  '#4b514a',
  '#2f3530',
  '#1b201d',
];

const night: MantineColorsTuple = [
  '#e6ebe7',
  '#c4ccc7',
  '#a3ada7',
  '#7f8a84',
  '#55605a',
  '#3a443f',
  '#2a332e',
  '#1d2521',
  '#151c19',
  '#0e1412',
];

export const theme = createTheme({
  primaryColor: 'pine',
  primaryShade: { light: 8, dark: 7 },
  colors: { pine, ochre, brick, gray: stone, dark: night },
  fontFamily: "'Geist Variable', system-ui, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SFMono-Regular', 'Cascadia Mono', monospace",
  headings: { fontFamily: "'Geist Variable', system-ui, sans-serif", fontWeight: '620' },
  defaultRadius: 'md',
  radius: { sm: '6px', md: '10px', lg: '16px' },
  cursorType: 'pointer',
  respectReducedMotion: true,
});

/** Mantine's own variables take our surfaces, so that both speak one palette. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': 'var(--paper)',
    '--mantine-color-text': 'var(--ink)',
    '--mantine-color-dimmed': 'var(--ink-soft)',
    '--mantine-color-default-border': 'var(--line-strong)',
    '--mantine-color-anchor': 'var(--accent)',
    '--mantine-color-default': 'var(--card)',
    '--mantine-color-placeholder': 'var(--ink-soft)',
    '--mantine-color-error': 'var(--warning)',
  },
  dark: {
    '--mantine-color-body': 'var(--paper)',
    '--mantine-color-text': 'var(--ink)',
    '--mantine-color-dimmed': 'var(--ink-soft)',
    '--mantine-color-default-border': 'var(--line-strong)',
    '--mantine-color-anchor': 'var(--accent)',
    '--mantine-color-default': 'var(--card)',
    '--mantine-color-placeholder': 'var(--ink-soft)',
    '--mantine-color-error': 'var(--warning)',
  },
});
