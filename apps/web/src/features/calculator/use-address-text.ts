import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';

const typingPauseMs = 350;

/**
 * Something that is typed and that the address holds as text: the form has it at once, the address when
 * the typing pauses. When the address changes from elsewhere (Back, a link), it wins.
 */
export function useAddressText<Value>(options: {
  text: string;
  parse: (text: string) => Value;
  stringify: (value: Value) => string;
  onText: (text: string) => void;
}): [Value, (value: Value) => void] {
  const { text, parse, stringify, onText } = options;
  const [value, setValue] = useState(() => parse(text));
  const [sent, setSent] = useState(text);
  const [seen, setSeen] = useState(text);
  if (text !== seen) {
    setSeen(text);
    setSent(text);
    if (text !== sent) setValue(parse(text));
  }
  const send = useDebouncedCallback((next: Value) => {
    setSent(stringify(next));
    onText(stringify(next));
  }, typingPauseMs);
  const change = (next: Value): void => {
    setValue(next);
    send(next);
  };
  return [value, change];
}
