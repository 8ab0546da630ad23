export function PerunPage() {
  return null;
}
export function SyncRunListPage() {
  return null;
}
export function SyncRunPage() {
  return null;
}
export function DriftPage() {
  return null;
}
