// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.model;

/** The number format of matrix products; weights are kept in fp32 whatever it is. */
public enum Precision {
    FP32,
    BF16
}
