export { forecastOf, type Forecast } from './forecast-of.js';
export { RunwayText } from './runway-text.js';
