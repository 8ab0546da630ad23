import PDFDocument from 'pdfkit';
import { sheetFonts } from './sheet-fonts.js';
import { INNER_WIDTH, PAGE } from './sheet-size.js';

const INK = '#1b1b1f';
const SOFT = '#5c5f66';
const LINE = '#c9ccd3';

export interface TextStyle {
  readonly size: number;
  readonly isBold?: boolean;
  readonly isSoft?: boolean;
  readonly align?: 'left' | 'right';
}

/**
 * Paper for a statement: a thin layer over pdfkit that knows sizes, fonts and pages and nothing of accounts.
 * `y` is where the next thing goes.
 */
export class StatementSheet {
  y = 0;
  private pageCount = 0;
  private readonly doc: PDFKit.PDFDocument;
  private readonly chunks: Uint8Array[] = [];
  private readonly ended: Promise<void>;

  /**
   * @param onPage draws what every page begins with; called for each new page
   * @param footer text at the bottom of a page
   */
  constructor(
    meta: { readonly title: string; readonly language: string; readonly createdAt: Date },
    private readonly onPage: (sheet: StatementSheet, page: number) => void,
    private readonly footer: (page: number) => string,
  ) {
    this.doc = new PDFDocument({
      size: 'A4',
      margins: { top: 0, bottom: 0, left: 0, right: 0 },
      autoFirstPage: false,
      pdfVersion: '1.7',
      lang: meta.language,
      displayTitle: true,
      // The dates of the statement, not of the machine: the same statement is the same file.
      info: {
        Title: meta.title,
        Producer: 'OS Credits',
        Creator: 'OS Credits',
        CreationDate: meta.createdAt,
        ModDate: meta.createdAt,
      },
    });
    this.doc.registerFont('regular', sheetFonts.regular).registerFont('bold', sheetFonts.bold);
    this.doc.on('data', (chunk: Uint8Array) => this.chunks.push(chunk));
    this.ended = new Promise((resolve, reject) => {
      this.doc.once('end', resolve);
      this.doc.once('error', reject);
    });
    this.addPage();
  }

  /** What was made since the last call. */
  take(): Uint8Array[] {
    return this.chunks.splice(0);
  }

  async end(): Promise<Uint8Array[]> {
    this.drawFooter();
    this.doc.end();
    await this.ended;
    return this.take();
  }

  /** Begins a new page where less than `height` is left. */
  reserve(height: number): void {
    if (this.y + height > PAGE.height - PAGE.bottom) {
      this.drawFooter();
      this.addPage();
    }
  }

  /** One line of text in a box at the present `y`; text that is too wide is set smaller, then cut off. */
  text(text: string, x: number, width: number, style: TextStyle): void {
    this.setStyle(style);
    let shown = text;
    const natural = this.doc.widthOfString(shown);
    if (natural > width) {
      const size = Math.max(style.size * 0.7, (style.size * width) / natural);
      this.doc.fontSize(size);
      shown = this.cut(shown, width);
    }
    const indent = style.align === 'right' ? width - this.doc.widthOfString(shown) : 0;
    this.doc.text(shown, PAGE.left + x + indent, this.y, { lineBreak: false });
  }

  /** Breaks text into lines that fit a width; at most `linesMax`, the last one with an ellipsis. */
  wrap(text: string, width: number, style: TextStyle, linesMax: number): string[] {
    this.setStyle(style);
    const lines: string[] = [];
    let rest = text.replace(/[\p{Cc}\s]+/gu, ' ').trim();
    while (rest !== '' && lines.length < linesMax) {
      if (this.doc.widthOfString(rest) <= width) {
        lines.push(rest);
        return lines;
      }
      if (lines.length === linesMax - 1) {
        lines.push(this.cut(rest, width));
        return lines;
      }
      const head = this.fitting(rest, width);
      const space = head.lastIndexOf(' ');
      const taken = space > head.length / 3 ? head.slice(0, space) : head;
      lines.push(taken);
      rest = rest.slice(taken.length).trimStart();
    }
    return lines;
  }

  rule(weight = 0.5): void {
    this.doc
      .moveTo(PAGE.left, this.y)
      .lineTo(PAGE.width - PAGE.right, this.y)
      .lineWidth(weight)
      .strokeColor(LINE)
      .stroke();
  }

  private setStyle(style: TextStyle): void {
    this.doc
      .font(style.isBold === true ? 'bold' : 'regular')
      .fontSize(style.size)
      .fillColor(style.isSoft === true ? SOFT : INK);
  }

  private cut(text: string, width: number): string {
    if (this.doc.widthOfString(text) <= width) return text;
    return `${this.fitting(text, width - this.doc.widthOfString('…')).trimEnd()}…`;
  }

  /** The longest beginning that fits, in whole characters. */
  private fitting(text: string, width: number): string {
    const characters = Array.from(text);
    let low = 1;
    let high = characters.length;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      const fits = this.doc.widthOfString(characters.slice(0, middle).join('')) <= width;
      if (fits) low = middle;
      else high = middle - 1;
    }
    return characters.slice(0, low).join('');
  }

  private addPage(): void {
    this.doc.addPage();
    this.pageCount += 1;
    this.y = PAGE.top;
    this.onPage(this, this.pageCount);
  }

  private drawFooter(): void {
    this.y = PAGE.height - PAGE.bottom + 16;
    this.text(this.footer(this.pageCount), 0, INNER_WIDTH, {
      size: 7.5,
      isSoft: true,
      align: 'right',
    });
  }
}
