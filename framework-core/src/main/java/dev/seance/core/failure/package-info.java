// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/** What ends a command beside the user's mistakes: memory or stack that ran out, and how that is reported. */
package dev.seance.core.failure;
