export function ScheduleListPage() {
  return null;
}
export function ScheduleNewPage() {
  return null;
}
export function SchedulePage() {
  return null;
}
