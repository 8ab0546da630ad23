import { launch } from './launch.mjs';

await launch('run-cli.mjs');
