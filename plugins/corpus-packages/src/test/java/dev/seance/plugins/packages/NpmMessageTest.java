// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.packages;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NpmMessageTest {

    @Test
    void findsTheReasonInWhatNewVersionsPrint() {
        assertThat(NpmMessage.inOneLine("""
                        npm warn Unknown user config
                        npm error code ECONNREFUSED
                        npm error syscall connect
                        npm error errno ECONNREFUSED
                        npm error FetchError: request to http://127.0.0.1:9/foo failed, reason: connect ECONNREFUSED
                        npm error     at ClientRequest.<anonymous> (index.js:130:14)
                        npm error A complete log of this run can be found in: x
                        """, 1))
                .isEqualTo("FetchError: request to the registry failed, reason: connect ECONNREFUSED");
    }

    @Test
    void findsTheReasonInWhatOldVersionsPrint() {
        assertThat(NpmMessage.inOneLine("""
                        npm ERR! code ETARGET
                        npm ERR! notarget No matching version found for a@9.9.9.
                        npm ERR! notarget In most cases something else.
                        """, 1)).isEqualTo("ETARGET: notarget No matching version found for a@9.9.9");
    }

    @Test
    void makesDoWithWhatThereIs() {
        assertThat(NpmMessage.inOneLine("sh: node: not found\n", 127)).isEqualTo("sh: node: not found");
        assertThat(NpmMessage.inOneLine("", 7)).isEqualTo("nothing, and ended with status 7");
        assertThat(NpmMessage.inOneLine("x".repeat(900), 1)).hasSize(303);
    }
}
