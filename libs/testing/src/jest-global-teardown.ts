/** Jest's global tear-down of the integration tests: drops the template and stops the server. */
export default async function tearDown(): Promise<void> {
  const server = globalThis.osCreditsTestServer;
  if (server === undefined) return;
  await server.dropTemplate();
  await server.stop();
}
