export function MetricListPage() {
  return null;
}
export function MetricNewPage() {
  return null;
}
export function MetricPage() {
  return null;
}
