import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { problemDocument } from '@os-credits/contracts';

const PROBLEMS = [
  [400, 'the request does not fit; `errors` says where'],
  [401, 'nobody is signed in, or the token is not valid'],
  [403, 'not allowed; `detail` names the permission'],
  [404, 'no such job, job type, schedule or file'],
  [409, 'its state does not allow that, or somebody changed it meanwhile'],
  [503, 'the database cannot be reached'],
] as const;

/** Documents the errors that every route of jobs may answer with. */
export const JobProblemResponses = (): ClassDecorator & MethodDecorator =>
  applyDecorators(
    ...PROBLEMS.map(([status, description]) =>
      ApiResponse({ status, description, standardSchema: problemDocument }),
    ),
  );
