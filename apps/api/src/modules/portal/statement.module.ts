import { Module } from '@nestjs/common';
import { ExportStatements } from './application/statement/export-statements.js';
import { ProjectStatement } from './application/statement/project-statement.js';
import { StatementPrinter } from './application/statement/statement-printer.js';
import { StatementProjects } from './application/statement/statement-projects.js';
import { StatementSource } from './application/statement/statement.ports.js';
import { SqlStatementProjects } from './persistence/sql-statement-projects.js';
import { SqlStatementSource } from './persistence/sql-statement.source.js';
import { PdfStatementPrinter } from './statement-pdf/pdf-statement-printer.js';

/** Makes statements, for the screen and for the job that makes many. */
@Module({
  providers: [
    ProjectStatement,
    ExportStatements,
    { provide: StatementSource, useClass: SqlStatementSource },
    { provide: StatementPrinter, useClass: PdfStatementPrinter },
    { provide: StatementProjects, useClass: SqlStatementProjects },
  ],
  exports: [ProjectStatement, ExportStatements],
})
export class StatementModule {}
