import { Component, type ReactNode, Suspense } from "react";
import { isUnfetched, UNFETCHED } from "../../protocol/unfetched.ts";
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
export class Part extends Component<PartProps, { failure: string | null }> {
  override state = { failure: null };

  static getDerivedStateFromError(error: unknown) {
    return { failure: isUnfetched(error) ? `${UNFETCHED.message} ${UNFETCHED.advice}` : DEFECT };
  }

  override render() {
    const { failure } = this.state;
    if (failure === null) return <Suspense fallback={this.props.fallback}>{this.props.children}</Suspense>;
    return (
      <div className={styles.failed} role="alert">
        <p>{failure} Your texts and runs are kept.</p>
        <Button onClick={() => location.reload()}>Reload the page</Button>
      </div>
    );
  }
}

const DEFECT = "This part of the page could not be shown.";
