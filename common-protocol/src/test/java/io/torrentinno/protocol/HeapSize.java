package io.torrentinno.protocol;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Counts the bytes of heap that an object takes, and all objects that it refers to, in the layout
 * of a 64-bit JVM with compressed pointers. It cannot look into objects of the JDK other than
 * arrays.
 */
public final class HeapSize {
  private static final int OBJECT_HEADER = 12;
  private static final int ARRAY_HEADER = 16;
  private static final int POINTER = 4;

  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Deque<Object> next = new ArrayDeque<>();

  private HeapSize() {}

  /** The bytes of {@code root} and of all that can be reached from it. */
  public static long of(Object root) {
    HeapSize heap = new HeapSize();
    heap.visit(root);
    long sum = 0;
    while (!heap.next.isEmpty()) {
      sum += heap.size(heap.next.remove());
    }
    return sum;
  }

  private void visit(@Nullable Object object) {
    if (object != null && !(object instanceof Enum) && seen.add(object)) {
      next.add(object);
    }
  }

  private long size(Object object) {
    return align(object.getClass().isArray() ? array(object) : fields(object));
  }

  private long array(Object array) {
    Class<?> type = array.getClass().getComponentType();
    int length = Array.getLength(array);
    if (!type.isPrimitive()) {
      for (int i = 0; i < length; i++) {
        visit(Array.get(array, i));
      }
    }
    return ARRAY_HEADER + (long) length * width(type);
  }

  private long fields(Object object) {
    long size = OBJECT_HEADER;
    for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers())) {
          size += width(field.getType());
          if (!field.getType().isPrimitive()) {
            visit(value(field, object));
          }
        }
      }
    }
    return size;
  }

  private static @Nullable Object value(Field field, Object object) {
    try {
      field.setAccessible(true);
      return field.get(object);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  private static int width(Class<?> type) {
    if (!type.isPrimitive()) {
      return POINTER;
    }
    if (type == long.class || type == double.class) {
      return Long.BYTES;
    }
    if (type == int.class || type == float.class) {
      return Integer.BYTES;
    }
    return type == byte.class || type == boolean.class ? Byte.BYTES : Short.BYTES;
  }

  private static long align(long size) {
    return (size + 7) / 8 * 8;
  }
}
