import { Module } from '@nestjs/common';
import { ListProjects } from './application/list-projects.js';
import { ProjectListReader } from './application/portal.ports.js';
import { ConfigController } from './http/config.controller.js';
import { ProjectsController } from './http/projects.controller.js';
import { ProjectListReadModel } from './persistence/project-list.read-model.js';

/** What people read: projects, balances, history, statement, and how a charge came about. */
@Module({
  controllers: [ConfigController, ProjectsController],
  providers: [ListProjects, { provide: ProjectListReader, useClass: ProjectListReadModel }],
})
export class PortalModule {}
