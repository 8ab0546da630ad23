/** What a stream of server-sent events tells its reader. */
export type EventReader = {
  /** A named event with the text of its data. */
  onEvent: (name: string, text: string) => void;
  onOpen: () => void;
  /** The connection broke. `isFinal`: the browser will not try again by itself. */
  onBreak: (isFinal: boolean) => void;
};

/** Opens a stream of server-sent events with the given names; returns what closes it. */
export function openEvents(url: string, names: readonly string[], reader: EventReader): () => void {
  const source = new EventSource(url);
  source.onopen = () => reader.onOpen();
  source.onerror = () => reader.onBreak(source.readyState === EventSource.CLOSED);
  for (const name of names) {
    source.addEventListener(name, (event: MessageEvent<string>) =>
      reader.onEvent(name, event.data),
    );
  }
  return () => source.close();
}
