import { IconLanguage } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { languages, switchLanguage } from '../../shared/i18n/index.js';
import classes from './header-select.module.css';

/** Each language by its own name, so that whoever landed in the wrong one finds the way out. */
export function LanguageSelect() {
  const { t, i18n } = useTranslation();
  const change = (value: string): void => {
    const language = languages.find((each) => each === value);
    if (language) void switchLanguage(language);
  };
  return (
    <label className={classes.select}>
      <IconLanguage size={19} stroke={1.7} aria-hidden />
      <select
        aria-label={t('shell.language')}
        value={i18n.language}
        onChange={(event) => change(event.currentTarget.value)}
      >
        {languages.map((language) => (
          <option key={language} value={language} lang={language}>
            {t(`language.${language}`)}
          </option>
        ))}
      </select>
    </label>
  );
}
