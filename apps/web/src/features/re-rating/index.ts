export function PlanListPage() {
  return null;
}
export function PlanPage() {
  return null;
}
