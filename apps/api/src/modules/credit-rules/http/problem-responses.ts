import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { problemDocument } from '@os-credits/contracts';

const PROBLEMS = [
  [400, 'the request does not fit; `errors` says where'],
  [401, 'nobody is signed in, or the token is not valid'],
  [403, 'not allowed'],
  [404, 'no such metric, cost table or project'],
  [
    409,
    'somebody changed it meanwhile (`conflict` has both versions), or its state does not allow it',
  ],
  [503, 'the database cannot be reached'],
] as const;

/** Documents the errors that every route of the credit rules may answer with. */
export const RulesProblems = (): ClassDecorator & MethodDecorator =>
  applyDecorators(
    ...PROBLEMS.map(([status, description]) =>
      ApiResponse({ status, description, standardSchema: problemDocument }),
    ),
  );
