import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { problemDocument } from '@os-credits/contracts';

const PROBLEMS = [
  [400, 'the request does not fit; `errors` says where'],
  [401, 'nobody is signed in, or the token is not valid'],
  [403, 'not allowed'],
  [404, 'no such sync run or difference'],
  [409, 'Perun is not set up, or what was decided about has changed'],
  [502, 'Perun did not answer properly'],
  [503, 'the database cannot be reached'],
] as const;

/** Documents the errors that every route about Perun may answer with. */
export const PerunProblemResponses = (): ClassDecorator & MethodDecorator =>
  applyDecorators(
    ...PROBLEMS.map(([status, description]) =>
      ApiResponse({ status, description, standardSchema: problemDocument }),
    ),
  );
