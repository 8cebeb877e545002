import { Component, type ReactNode, Suspense } from "react";
import { Button } from "./Button.tsx";
import styles from "./Part.module.css";

interface PartProps {
  /** Shown while the part's code is on its way. */
  fallback?: ReactNode;
  children: ReactNode;
}

/**
 * A part of the page that may come late or fail alone: a chunk that cannot be fetched (the site was updated, the
 * network is gone) or a defect must not take the rest of the page with it.
 */
export class Part extends Component<PartProps, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return <Suspense fallback={this.props.fallback}>{this.props.children}</Suspense>;
    return (
      <div className={styles.failed} role="alert">
        <p>This part of the page could not be shown. Your texts and runs are kept.</p>
        <Button onClick={() => location.reload()}>Reload the page</Button>
      </div>
    );
  }
}
