import { launch } from './launch.mjs';

await launch('supervise.mjs');
