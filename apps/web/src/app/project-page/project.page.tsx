import { getRouteApi } from '@tanstack/react-router';
import { PageHeading } from '../../shared/ui/index.js';

const route = getRouteApi('/signed-in/projects/$name');

export function ProjectPage() {
  const { name } = route.useParams();
  return <PageHeading title={name} />;
}
