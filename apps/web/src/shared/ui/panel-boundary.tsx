import { Component, type ReactNode } from 'react';
import { ErrorState } from './error-state.js';

type PanelBoundaryState = { error: unknown };

/** Keeps a rendering fault of one panel from blanking the page; "try again" renders it anew. */
export class PanelBoundary extends Component<{ children: ReactNode }, PanelBoundaryState> {
  override state: PanelBoundaryState = { error: null };

  static getDerivedStateFromError(error: unknown): PanelBoundaryState {
    return { error };
  }

  private readonly retry = (): void => {
    this.setState({ error: null });
  };

  override render(): ReactNode {
    if (this.state.error === null) return this.props.children;
    return <ErrorState error={this.state.error} onRetry={this.retry} />;
  }
}
