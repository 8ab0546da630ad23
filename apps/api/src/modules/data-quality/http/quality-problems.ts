import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { problemDocument } from '@os-credits/contracts';

const PROBLEMS = [
  [400, 'the request does not fit; `errors` says where'],
  [401, 'nobody is signed in, or the token is not valid'],
  [403, 'not allowed'],
  [503, 'the database cannot be reached, or rating holds what is asked for; try again'],
] as const;

/** Documents the errors that every route of this module may answer with. */
export const QualityProblems = (): ClassDecorator & MethodDecorator =>
  applyDecorators(
    ...PROBLEMS.map(([status, description]) =>
      ApiResponse({ status, description, standardSchema: problemDocument }),
    ),
  );
