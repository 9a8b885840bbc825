# From `bpftool -j btf dump`: every struct and enum of lib/abi.h, with sizes, offsets and numbers, sorted by name.
(.types | INDEX(.id | tostring)) as $types
| def type($id): $types[$id | tostring];
  def size($id): type($id)
    | if .kind == "ARRAY" then .nr_elems * size(.type_id)
      elif .kind == "TYPEDEF" then size(.type_id)
      else .size end;
{
  structs: [.types[] | select(.kind == "STRUCT") | {
    name, size,
    members: [.members[] | {name, offset: (.bits_offset / 8), size: size(.type_id)}]
  }] | sort_by(.name),
  enums: [.types[] | select(.kind == "ENUM") | {
    name,
    values: [.values[] | {name, value: .val}]
  }] | sort_by(.name)
}
