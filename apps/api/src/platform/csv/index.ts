export { readCsv, type CsvItem, type CsvPiece, type CsvRead } from './read-csv.js';
