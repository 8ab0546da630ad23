import { uploadResponse, type UploadResponse } from '@os-credits/contracts';
import { apiUrl, failureFrom, parsedAnswer } from '../api/api-client.js';
import { ApiError } from '../api/api-error.js';

type UploadOptions = {
  file: File;
  csrfToken: string;
  /** From 0 to 1 while the file is on its way. */
  onProgress: (share: number) => void;
  signal: AbortSignal;
};

/**
 * Sends a file for a job to read. By XMLHttpRequest, as `fetch` tells nothing about how much of a
 * body has left.
 *
 * @throws ApiError as every call of the API; DOMException `AbortError` where the signal says so.
 */
export function uploadFile({ file, csrfToken, onProgress, signal }: UploadOptions) {
  return new Promise<UploadResponse>((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', apiUrl(['uploads'], { name: file.name }));
    request.responseType = 'text';
    request.setRequestHeader('Accept', 'application/json, application/problem+json');
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.setRequestHeader('X-CSRF-Token', csrfToken);
    request.upload.onprogress = ({ lengthComputable, loaded, total }) => {
      if (lengthComputable && total > 0) onProgress(loaded / total);
    };
    request.onerror = () =>
      reject(
        new ApiError({ code: 'network-unreachable', message: 'The server cannot be reached.' }),
      );
    request.onabort = () => reject(new DOMException('The upload was stopped.', 'AbortError'));
    request.onload = () => {
      const body = jsonOrNull(request.responseText);
      try {
        if (request.status >= 400) throw failureFrom(request.status, body);
        resolve(parsedAnswer(uploadResponse, request.status, body));
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    };
    signal.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
