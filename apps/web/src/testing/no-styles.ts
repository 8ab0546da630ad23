/** Stands in for CSS modules: every class is named after its key. */
const noStyles: Record<string, string> = new Proxy({}, { get: (_, key) => String(key) });
export default noStyles;
