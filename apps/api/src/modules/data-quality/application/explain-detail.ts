import { type QuarantineDetailCode, type QuarantineExplanation } from '@os-credits/contracts';

/**
 * What the details of quarantine say. Senders are answered with these sentences, and they are what is kept of
 * every reading; the interface words them anew in its languages. Where several fit, the first one counts.
 */
const SAYINGS: Readonly<Record<QuarantineDetailCode, RegExp>> = {
  'conflict-counted':
    /^(?:another reading of this time has the value (?<value>\S+?)(?: \(batch \d+\))?)$/s,
  'conflict-dismissed':
    /^(?:the reading of this time, (?<value>.+), was dismissed; released, this one takes its place)$/s,
  'site-not-allowed': /^(?:the token may not write for the site "(?<site>.*)")$/s,
  incomplete:
    /^(?:it does not name project, site, metric, time and value; dismiss it and have it sent again)$/s,
  'metric-unbilled': /^(?:the metric "(?<metric>.*)" is not billed now|nobody bills this series)$/s,
  'metric-inactive': /^(?:the metric "(?<metric>.*)" was not active then)$/s,
  'value-nan': /^(?:(?<value>.*) is not a number)$/s,
  'value-unreadable': /^(?:(?<value>.*) is no (?:number|(?:unsigned )?integer))$/s,
  'value-negative': /^(?:(?<value>.*) is negative)$/s,
  'value-beyond': /^(?:(?<value>.*) is beyond what a usage counter can be)$/s,
  'value-text': /^(?:field (?<field>.*) is a string, not a number)$/s,
  'value-boolean': /^(?:(?<value>.*) is a boolean, not a number)$/s,
  'value-comma': /^(?:"(?<value>.*)" has a decimal comma: write it with a point, as in 1\.5)$/s,
  'value-empty': /^(?:the value is empty)$/s,
  'label-missing': /^(?:the series has no label (?<label>[^\s,]+)(?:, which names the project)?)$/s,
  'site-labels-missing':
    /^(?:the series has none of the labels (?<labels>.*), which name the site, and no default site is set)$/s,
  'name-control': /^(?:the (?:project|site)'s name contains control characters)$/s,
  'name-unicode': /^(?:the (?:project|site)'s name is not valid Unicode)$/s,
  'name-blank': /^(?:the (?:project|site)'s name is blank)$/s,
  'name-long': /^(?:the (?:project|site)'s name has more than (?<limit>\d+) characters)$/s,
  'label-not-utf8': /^(?:label (?<label>.*) is not UTF-8)$/s,
  'label-twice': /^(?:label (?<label>.*) occurs more than once)$/s,
  'label-without-name': /^(?:label "(?<label>.*)" has an empty name)$/s,
  'label-without-value': /^(?:label "(?<label>.*)" has an empty value)$/s,
  'label-name-long': /^(?:a label name has (?<bytes>\d+) bytes, at most (?<limit>\d+) are taken)$/s,
  'label-value-long':
    /^(?:label (?<label>.*) has (?<bytes>\d+) bytes, at most (?<limit>\d+) are taken)$/s,
  'labels-many': /^(?:the series has more labels, at most (?<limit>\d+) are taken)$/s,
  'series-long': /^(?:the series is too long: at most (?<limit>\d+) bytes are taken)$/s,
  'label-ref-unpaired': /^(?:(?<refs>\d+) label references are not pairs)$/s,
  'label-ref-outside': /^(?:label reference (?<ref>\d+) is outside of (?<symbols>\d+) symbols)$/s,
  'time-ahead': /^(?:(?<at>\S+(?: µs)?) is after (?<limit>.+): check the sender's clock)$/s,
  'time-still-ahead': /^(?:(?<at>\S+) (?:still )?lies too far in the future)$/s,
  'time-before': /^(?:(?<at>\S+(?: µs)?) is before (?<limit>.+), the oldest time that is taken)$/s,
  'time-past-retention': /^(?:(?<at>\S+) is older than readings are kept)$/s,
  'time-missing': /^(?:the line has no time)$/s,
  'time-unit': /^(?:(?<at>.*) is no time in (?<unit>\w+) since 1970)$/s,
  'time-unreadable':
    /^(?:"?(?<at>.*?)"? is no (?:instant such as .*|time(?:: .*)?)|the timestamp is no time in ms since 1970)$/s,
  'field-missing': /^(?:the line has no field (?<field>.*))$/s,
  'line-without-fields': /^(?:the line has no fields)$/s,
  'field-end': /^(?:a comma or a space must follow a field value)$/s,
  'field-form': /^(?:a field (?:is not of the form key=value|has no key|has no value))$/s,
  'quote-open': /^(?:a quote is never closed)$/s,
  'after-time': /^(?:something follows the timestamp)$/s,
  'measurement-missing': /^(?:the measurement is missing)$/s,
  'tag-form': /^(?:a tag has no key|the tag (?<tag>.*) has (?:no value|an unescaped "="))$/s,
  'cell-count':
    /^(?:the line has (?<cells>\d+) cells where the first line has (?<columns>\d+)(?:: .*)?)$/s,
  'line-not-utf8': /^(?:the line is not UTF-8: .*)$/s,
};

/** @returns `null` for a detail that no saying fits: it is shown as it is */
export function explainDetail(detail: string): QuarantineExplanation {
  for (const [code, saying] of Object.entries(SAYINGS) as [QuarantineDetailCode, RegExp][]) {
    const match = saying.exec(detail);
    if (match === null) continue;
    const params = Object.entries(match.groups ?? {}).filter(
      (group): group is [string, string] => typeof group[1] === 'string',
    );
    return { code, params: Object.fromEntries(params) };
  }
  return null;
}
