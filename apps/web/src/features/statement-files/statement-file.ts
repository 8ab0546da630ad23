import { type StatementFormat } from '@os-credits/contracts';
import { ApiError } from '../../shared/api/api-error.js';
import { apiUrl, failureFrom } from '../../shared/api/api-client.js';
import { type Language } from '../../shared/i18n/index.js';

export type StatementFile = {
  project: string;
  from?: string | undefined;
  to?: string | undefined;
  format: StatementFormat;
  detail: 'entry' | 'day';
  language: Language;
};

/** Address of a file, which scripts may ask for as well. JSON has entries always and no language. */
export function statementFileUrl({ project, format, detail, language, ...period }: StatementFile) {
  return apiUrl(['projects', project, 'statement'], {
    ...period,
    format,
    ...(format === 'json' ? {} : { detail, language }),
  });
}

/**
 * Fetches a file and hands it to the browser to save, under the name that the server gives it.
 *
 * @throws ApiError as of any answer of the API; a plain link would save the refusal as the file.
 */
export async function saveStatementFile(file: StatementFile): Promise<void> {
  const response = await fetch(statementFileUrl(file), { credentials: 'same-origin' }).catch(
    (cause: unknown) => {
      throw new ApiError({
        code: 'network-unreachable',
        message: 'The server cannot be reached.',
        cause,
      });
    },
  );
  if (!response.ok) {
    throw failureFrom(response.status, await response.json().catch(() => null));
  }
  const name = fileNameOf(response.headers.get('content-disposition'));
  const url = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = url;
  link.download = name ?? `${file.project}-statement.${file.format}`;
  link.click();
  URL.revokeObjectURL(url);
}

/** The name in a `Content-Disposition` header, as RFC 6266 writes it: `filename*=UTF-8''…`. */
export function fileNameOf(header: string | null): string | null {
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return null;
  try {
    return decodeURIComponent(encoded);
  } catch {
    return null; // Not what RFC 8187 allows; any name is better than none.
  }
}
