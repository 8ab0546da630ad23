import { useTranslation } from 'react-i18next';
import { type ControlProps } from '../staff-ui/index.js';
import { type ParameterField } from './model/parameter-fields.js';
import { ProjectControl } from './project-control.js';
import { useOptionTitle } from './use-option-title.js';
import { UploadControl } from './upload-control.js';
import { type ParameterForm } from './use-parameter-form.js';

type ParameterControlInputProps = {
  field: ParameterField;
  control: ControlProps;
  text: string;
  form: ParameterForm;
};

/** The control that fits a parameter with one value. */
export function ParameterControlInput({ field, control, text, form }: ParameterControlInputProps) {
  const { t } = useTranslation('staff');
  const titleOfOption = useOptionTitle();
  const onBlur = (): void => form.leave(field.name);
  const onText = (value: string): void => form.set(field.name, value);
  const shared = {
    ...control,
    value: text,
    onBlur,
    onChange: (event: { currentTarget: { value: string } }) => onText(event.currentTarget.value),
  };
  const spec = field.control;
  switch (spec.kind) {
    case 'number':
      return (
        <input
          {...shared}
          type="text"
          inputMode={spec.isWhole && (spec.min ?? -1) >= 0 ? 'numeric' : 'decimal'}
          autoComplete="off"
        />
      );
    case 'choice':
      return (
        <select {...shared}>
          {field.isRequired && text !== '' ? null : (
            <option value="">{t('parameters.choose')}</option>
          )}
          {spec.options.map((option) => (
            <option key={option} value={option}>
              {titleOfOption(spec, option)}
            </option>
          ))}
        </select>
      );
    case 'day':
      return <input {...shared} type="date" />;
    case 'instant':
      return <input {...shared} type="datetime-local" />;
    case 'texts':
    case 'json':
      return <textarea {...shared} spellCheck={false} rows={4} />;
    case 'project':
      return <ProjectControl control={control} value={text} onChange={onText} onBlur={onBlur} />;
    case 'upload':
      return (
        <UploadControl
          control={control}
          uploadId={text}
          onUploaded={onText}
          onBusy={form.setUploading}
        />
      );
    case 'text':
    case 'switch':
    case 'choices':
      return spec.kind === 'text' && spec.isLong ? (
        <textarea {...shared} rows={3} />
      ) : (
        <input {...shared} type="text" autoComplete="off" />
      );
  }
}
