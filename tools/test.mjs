import { launch } from './launch.mjs';

await launch('run-tests.mjs', process.argv.slice(2));
