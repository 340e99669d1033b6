import './file-button.css';

/** A file input that looks like our buttons and keeps its keyboard and its name. */
export function FileButton(props: {
  label: string;
  accept?: string;
  multiple?: boolean;
  primary?: boolean;
  onChoose: (files: File[]) => void;
}) {
  return (
    <label class="button file-button" classList={{ 'button--primary': props.primary === true }}>
      {props.label}
      <input
        type="file"
        class="file-button__input"
        accept={props.accept}
        multiple={props.multiple === true}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          // The same file may be chosen again, after it was mended.
          event.currentTarget.value = '';
          if (files.length > 0) props.onChoose(files);
        }}
      />
    </label>
  );
}
