export { csvCell, csvLine } from './csv-cell.js';
export { ignoredColumns } from './ignored-columns.js';
export { readCsv, type CsvItem, type CsvPiece, type CsvRead } from './read-csv.js';
