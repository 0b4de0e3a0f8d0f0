package dev.gatehouse.plugin.type;

import com.networknt.schema.Error;
import com.networknt.schema.FailFastAssertionException;
import com.networknt.schema.path.NodePath;
import java.util.ArrayList;
import java.util.Collection;

/** The errors of a validation, up to a limit. More end the validation. */
final class BoundedErrors extends ArrayList<Error> {

  private static final long serialVersionUID = 1L;

  /** On average, of all of them. */
  private static final int CHARACTERS_OF_A_PLACE = 1000;

  private final int limit;
  private long characters;

  BoundedErrors(int limit) {
    super(0);
    this.limit = limit;
    characters = (long) limit * CHARACTERS_OF_A_PLACE;
  }

  @Override
  public boolean add(Error error) {
    super.add(error);
    count(error);
    return true;
  }

  /** So alternatives hand theirs over, past {@link #add}. */
  @Override
  public boolean addAll(Collection<? extends Error> more) {
    boolean changed = super.addAll(more);
    more.forEach(this::count);
    return changed;
  }

  /** Each one's place is written out later, with all names on the way to it, which are the caller's. */
  private void count(Error error) {
    characters -= characters(error.getInstanceLocation());
    if (size() > limit || characters < 0) {
      throw new FailFastAssertionException(error);
    }
  }

  private static int characters(NodePath place) {
    int characters = 0;
    for (NodePath at = place; at != null; at = at.getParent()) {
      characters += at.getElement(-1) instanceof String name ? name.length() : 1;
    }
    return characters;
  }
}
