// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plugins;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a compiled class needs of others, read from its constant pool without loading it: the class file format of the Java
 * Virtual Machine Specification, chapter 4. The kinds of constants have stood since Java 11, so that newer classes can be
 * read as well.
 *
 * @param name the class's own, with dots
 * @param parents its superclass and interfaces
 * @param classes every class that its code names
 * @param members every field and method of another class that its code uses
 * @param texts the names and descriptors in it, those of its annotations among them
 */
record ClassFile(String name, List<String> parents, Set<String> classes, Set<Member> members, Set<String> texts) {

    private static final int MAGIC = 0xCAFEBABE;

    /**
     * A field or method as code names it.
     *
     * @param owner the class it is looked up in, with dots
     * @param name its name
     * @param descriptor its type in the virtual machine's form; of a method {@code (...)...}
     */
    record Member(String owner, String name, String descriptor) {

        boolean isMethod() {
            return descriptor.startsWith("(");
        }
    }

    /** Two numbers of a constant that refer to others. */
    private record Pair(int first, int second) {}

    /**
     * Reads a class.
     *
     * @throws IOException when it is none, or is cut off
     */
    static ClassFile read(InputStream in) throws IOException {
        DataInputStream data = new DataInputStream(in);
        if (data.readInt() != MAGIC) {
            throw new IOException("it is not a compiled class");
        }
        data.readInt(); // the version of Java
        Object[] pool = pool(data);
        data.readUnsignedShort(); // modifiers
        String name = className(pool, data.readUnsignedShort());
        List<String> parents = new ArrayList<>();
        int parent = data.readUnsignedShort();
        if (parent != 0) {
            parents.add(className(pool, parent));
        }
        for (int left = data.readUnsignedShort(); left > 0; left--) {
            parents.add(className(pool, data.readUnsignedShort()));
        }
        Set<String> classes = new LinkedHashSet<>();
        Set<Member> members = new LinkedHashSet<>();
        Set<String> texts = new LinkedHashSet<>();
        for (Object constant : pool) {
            if (constant instanceof String text) {
                texts.add(text);
            } else if (constant instanceof Integer index) {
                String named = dotted((String) pool[index]);
                if (!named.isEmpty()) {
                    classes.add(named);
                }
            } else if (constant instanceof Pair pair && pool[pair.first()] instanceof Integer owner) {
                Pair type = (Pair) pool[pair.second()];
                members.add(new Member(
                        dotted((String) pool[owner]), (String) pool[type.first()], (String) pool[type.second()]));
            }
        }
        return new ClassFile(name, parents, classes, members, texts);
    }

    /** Texts as String, classes as the Integer of their name, members and their names with types as Pair. */
    private static Object[] pool(DataInputStream data) throws IOException {
        Object[] pool = new Object[data.readUnsignedShort()];
        for (int i = 1; i < pool.length; i++) {
            int kind = data.readUnsignedByte();
            switch (kind) {
                case 1 -> pool[i] = data.readUTF();
                case 3, 4 -> data.readInt(); // int, float
                case 5, 6 -> { // long, double: two places each
                    data.readLong();
                    i++;
                }
                case 7 -> pool[i] = data.readUnsignedShort(); // class
                case 8, 16, 19, 20 -> data.readUnsignedShort(); // string, method type, module, package
                case 9, 10, 11, 12 -> pool[i] = new Pair(data.readUnsignedShort(), data.readUnsignedShort());
                case 15 -> { // method handle
                    data.readUnsignedByte();
                    data.readUnsignedShort();
                }
                case 17, 18 -> data.readInt(); // dynamic
                default -> throw new IOException("it has a constant of the unknown kind " + kind);
            }
        }
        return pool;
    }

    private static String className(Object[] pool, int index) {
        return dotted((String) pool[(Integer) pool[index]]);
    }

    /** {@code [[Ljava/lang/String;} and {@code java/lang/String} to the class's name; "" for an array of numbers. */
    private static String dotted(String internal) {
        String element = internal.replaceFirst("^\\[+", "");
        if (element.length() < internal.length()) {
            element = element.startsWith("L") ? element.substring(1, element.length() - 1) : "";
        }
        return element.replace('/', '.');
    }
}
