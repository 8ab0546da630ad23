export { formatBytes } from './format-bytes.js';
export { ParameterFormFields } from './parameter-form-fields.js';
export { parameterFields } from './model/parameter-fields.js';
export { useOptionTitle } from './use-option-title.js';
export { useParameterForm } from './use-parameter-form.js';
