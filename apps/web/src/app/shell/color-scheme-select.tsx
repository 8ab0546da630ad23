import { useMantineColorScheme } from '@mantine/core';
import { IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './header-select.module.css';

const schemes = [
  { scheme: 'light', Icon: IconSun },
  { scheme: 'dark', Icon: IconMoon },
  { scheme: 'auto', Icon: IconDeviceDesktop },
] as const;

export function ColorSchemeSelect() {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const current = schemes.find((each) => each.scheme === colorScheme) ?? schemes[2];
  const change = (value: string): void => {
    const next = schemes.find((each) => each.scheme === value);
    if (next) setColorScheme(next.scheme);
  };
  return (
    <label className={classes.select}>
      <current.Icon size={19} stroke={1.7} aria-hidden />
      <select
        aria-label={t('shell.colorScheme')}
        value={colorScheme}
        onChange={(event) => change(event.currentTarget.value)}
      >
        {schemes.map(({ scheme }) => (
          <option key={scheme} value={scheme}>
            {t(`colorScheme.${scheme}`)}
          </option>
        ))}
      </select>
    </label>
  );
}
