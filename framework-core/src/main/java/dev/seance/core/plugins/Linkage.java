// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plugins;

/** Links classes of a plugin ahead of their use, so that a missing library is found before hours of training are. */
final class Linkage {

    /** A class is not whole; the message says what it lacks. */
    static final class Broken extends Exception {

        private static final long serialVersionUID = 1L;

        Broken(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private Linkage() {}

    /** Loads and links a class without initialising it: its supertypes, and every type in its members' signatures. */
    static Class<?> link(String className, ClassLoader loader) throws Broken {
        try {
            Class<?> type = Class.forName(className, false, loader);
            type.getDeclaredMethods(); // makes the virtual machine link and verify the class
            type.getDeclaredFields();
            type.getDeclaredConstructors();
            return type;
        } catch (ClassNotFoundException e) {
            throw new Broken("the index names it, but it is not in the plugin; build the plugin from clean", e);
        } catch (LinkageError | TypeNotPresentException e) {
            throw new Broken(reason(e), e);
        }
    }

    /** What an author of the plugin can do about it. */
    static String reason(Throwable e) {
        if (e instanceof UnsupportedClassVersionError) {
            return "it needs a newer Java: " + e.getMessage();
        }
        if (e instanceof TypeNotPresentException missing) {
            return missing(missing.typeName());
        }
        boolean namesOneClass = e.getMessage() != null && e.getMessage().matches("[\\w$/.]+");
        if (e instanceof NoClassDefFoundError && namesOneClass) {
            return missing(e.getMessage().replace('/', '.'));
        }
        return e.toString();
    }

    private static String missing(String className) {
        return className.startsWith("dev.seance.core.")
                ? "it uses " + className + ", which is the host's own; a plugin sees dev.seance.api"
                : "class " + className + " is not in the plugin; put the library that has it into lib/";
    }
}
