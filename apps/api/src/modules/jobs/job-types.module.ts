import {
  Inject,
  Module,
  type DynamicModule,
  type ModuleMetadata,
  type OnModuleInit,
  type Type,
} from '@nestjs/common';
import { type JobType } from './application/job-type.js';
import { JobTypes } from './application/job-types.js';
import { JobsModule } from './jobs.module.js';

/** A job type and the modules that provide what its constructor asks for. */
export interface JobTypeRegistration {
  readonly type: Type<JobType>;
  readonly imports?: ModuleMetadata['imports'];
}

const REGISTERED = Symbol('RegisteredJobTypes');

/** Makes the types of `src/job-types.ts` known to a process. */
@Module({})
export class JobTypesModule implements OnModuleInit {
  constructor(
    private readonly types: JobTypes,
    @Inject(REGISTERED) private readonly registered: readonly JobType[],
  ) {}

  static of(registrations: readonly JobTypeRegistration[]): DynamicModule {
    const classes = registrations.map(({ type }) => type);
    const imports = registrations.flatMap((registration) => registration.imports ?? []);
    return {
      module: JobTypesModule,
      imports: [JobsModule, ...new Set(imports)],
      providers: [
        ...classes,
        {
          provide: REGISTERED,
          inject: classes,
          useFactory: (...instances: JobType[]) => instances,
        },
      ],
    };
  }

  onModuleInit(): void {
    for (const type of this.registered) this.types.add(type);
  }
}
