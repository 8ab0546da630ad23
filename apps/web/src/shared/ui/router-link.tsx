import { Anchor, Button, type AnchorProps, type ButtonProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import { type ComponentPropsWithRef } from 'react';

type AnchorLinkProps = Omit<AnchorProps, 'href'> &
  Omit<ComponentPropsWithRef<'a'>, keyof AnchorProps>;

/** A text link within the application. */
export const RouterAnchor = createLink((props: AnchorLinkProps) => <Anchor {...props} />);

type ButtonLinkProps = Omit<ButtonProps, 'href'> &
  Omit<ComponentPropsWithRef<'a'>, keyof ButtonProps>;

/** A link within the application that looks like a button. */
export const RouterButton = createLink((props: ButtonLinkProps) => (
  <Button component="a" {...props} />
));
