import { Component, type ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { text } from '../text.ts';
import { Problem } from './problem.tsx';

interface State {
  error: Error | null;
}

/** A fault in one page leaves the banner, the rail and the search standing. */
export class Crash extends Component<{ children: ReactNode }, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <Problem title={text.problem.crash} why={error.message}>
        <p>
          <Button className="button" onPress={() => this.setState({ error: null })}>
            {text.problem.again}
          </Button>
        </p>
      </Problem>
    );
  }
}
