import { problemCodes, type ProblemCode, type ProblemDocument } from '@os-credits/contracts';
import { HttpResponse } from 'msw';

/** An RFC 9457 problem document as the API sends it. */
export function problem(
  code: ProblemCode,
  detail: string = problemCodes[code].title,
  errors?: ProblemDocument['errors'],
) {
  const { status, title } = problemCodes[code];
  const body: ProblemDocument = {
    type: `https://example.org/docs/problems/${code}.md`,
    title,
    status,
    detail,
    instance: '01JDB4Q7-TEST-REQUEST',
    code,
    ...(errors ? { errors } : {}),
  };
  return HttpResponse.json(body, {
    status,
    headers: { 'Content-Type': 'application/problem+json' },
  });
}
