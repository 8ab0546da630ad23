export { CalculatorPage } from './calculator.page.js';
export { WhatIfPanel } from './what-if.panel.js';
