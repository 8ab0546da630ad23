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

type Versioned = { version: number; changedAt: string; changedBy: string };

/** The answer to a save of another version than the present one, which comes along. */
export function versionConflict(current: Versioned, yourVersion: number) {
  const { status, title } = problemCodes['version-conflict'];
  const body: ProblemDocument = {
    type: 'https://example.org/docs/problems/version-conflict.md',
    title,
    status,
    detail: `It was changed by ${current.changedBy} meanwhile.`,
    instance: '01JDB4Q7-TEST-REQUEST',
    code: 'version-conflict',
    conflict: {
      yourVersion,
      currentVersion: current.version,
      changedAt: current.changedAt,
      changedBy: current.changedBy,
      current,
    },
  };
  return HttpResponse.json(body, { status });
}
