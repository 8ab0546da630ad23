import type { RichGroup } from './beans.js';

/**
 * Whether a value from a bulk answer is a group as it stands, with every member that ours has and of its
 * kind. Tens of thousands of attributes are looked at without being copied; whatever is not plain here is
 * left to the schema, which fills in what a release may lack and says what is wrong.
 */
export function isWholeGroup(value: unknown): value is RichGroup {
  if (!isObject(value)) return false;
  const { attributes, parentGroupId } = value;
  return (
    Number.isSafeInteger(value['id']) &&
    Number.isSafeInteger(value['voId']) &&
    (parentGroupId === null || Number.isSafeInteger(parentGroupId)) &&
    typeof value['name'] === 'string' &&
    typeof value['shortName'] === 'string' &&
    isTextOrNull(value['description']) &&
    isTextOrNull(value['uuid']) &&
    Array.isArray(attributes) &&
    attributes.every(isWholeAttribute)
  );
}

function isWholeAttribute(attribute: unknown): boolean {
  return (
    isObject(attribute) &&
    Number.isSafeInteger(attribute['id']) &&
    typeof attribute['namespace'] === 'string' &&
    typeof attribute['friendlyName'] === 'string' &&
    isTextOrNull(attribute['displayName']) &&
    isTextOrNull(attribute['description']) &&
    typeof attribute['writable'] === 'boolean' &&
    isTextOrNull(attribute['valueCreatedAt']) &&
    isTextOrNull(attribute['valueCreatedBy']) &&
    isTextOrNull(attribute['valueModifiedAt']) &&
    isTextOrNull(attribute['valueModifiedBy']) &&
    isValueOf(attribute['type'], attribute['value'])
  );
}

function isValueOf(type: unknown, value: unknown): boolean {
  switch (type) {
    case 'java.lang.String':
      return isTextOrNull(value);
    case 'java.util.ArrayList':
      return value === null || (Array.isArray(value) && value.every(isTextOrNull));
    case 'java.util.LinkedHashMap':
      return value === null || (isObject(value) && Object.values(value).every(isTextOrNull));
    default:
      return false;
  }
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || typeof value === 'string';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
