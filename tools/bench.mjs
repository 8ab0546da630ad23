import { launch } from './launch.mjs';

await launch('run-bench.mjs', process.argv.slice(2));
